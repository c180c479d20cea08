package io.weir.collector.source.hubblefile;

/**
 * How far the files have been read. Counts begin with the start of the process, but bytes include
 * what was read before.
 *
 * @param lines lines given to the spool as events
 * @param malformed of these, lines that were refused
 * @param incomplete of these, lines of which unknown fields were left out
 * @param bytesRead bytes of the files that are behind us
 * @param bytesTotal bytes of the files
 * @param done true when there will be no more
 */
public record HubbleFileProgress(
    long lines, long malformed, long incomplete, long bytesRead, long bytesTotal, boolean done) {}
