/** The campaign and its life, the list, drafts, templates, sender IDs, routes. */
@NullMarked
package dev.replay.campaign;

import org.jspecify.annotations.NullMarked;
