package io.weir.dashboards.answer;

import java.util.List;

/**
 * An answer: the sentence first, then the evidence.
 *
 * @param question {@code edges}, {@code services}, …
 * @param summary one or two sentences for people, about all rows, not only those within the limit
 * @param info what it covers
 * @param rows sorted, at most the limit
 */
public record Answer<R>(String question, String summary, AnswerInfo info, List<R> rows) {}
