/** HTTP manners that know no word of the domain: problems, paging, idempotency, security headers. */
@NullMarked
package dev.replay.http;

import org.jspecify.annotations.NullMarked;
