/** Recipients into rows: CSV and JSON import, duplicates, rejections, suppressions. */
@NullMarked
package dev.replay.audience;

import org.jspecify.annotations.NullMarked;
