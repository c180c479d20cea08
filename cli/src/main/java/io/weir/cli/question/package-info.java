/**
 * The questions on the command line: asks a running Weir over HTTP and prints tables or JSON.
 * Depends on picocli, the JDK's HTTP client and Jackson's tree, and on nothing of the servers, so
 * that it starts fast. Start at {@link io.weir.cli.question.QuestionCommand}.
 */
@NullMarked
package io.weir.cli.question;

import org.jspecify.annotations.NullMarked;
