/**
 * What an operator must know before a customer tells it: carriers that refuse us, are away or keep failing, receipts that do
 * not come, messages in doubt. Each process writes down what it sees; whoever asks any of them sees it all.
 */
@NullMarked
package dev.replay.alert;

import org.jspecify.annotations.NullMarked;
