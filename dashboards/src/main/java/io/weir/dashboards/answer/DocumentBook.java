package io.weir.dashboards.answer;

import io.weir.slo.v1.DefinedObject;
import io.weir.slo.v1.SloDocument;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The OpenSLO documents: those that people put here, and what files define. Thread-safe. */
public interface DocumentBook {
  /** Where nobody keeps them. */
  DocumentBook NONE =
      new DocumentBook() {
        @Override
        public Collection<SloDocument> documents() {
          return List.of();
        }

        @Override
        public Judgement judge(String name, Optional<String> text) {
          throw new UnsupportedOperationException("Nobody keeps documents here.");
        }

        @Override
        public void put(SloDocument document) {
          throw new UnsupportedOperationException("Nobody keeps documents here.");
        }

        @Override
        public void delete(SloDocument document) {
          throw new UnsupportedOperationException("Nobody keeps documents here.");
        }
      };

  /**
   * What a change would come to.
   *
   * @param problems of the document, and those that others would have because of the change
   * @param objects that the document defines
   */
  record Judgement(List<DocumentProblem> problems, List<DefinedObject> objects) {
    public Judgement {
      problems = List.copyOf(problems);
      objects = List.copyOf(objects);
    }

    /** What must be put right first. */
    public long errors() {
      return problems.stream().filter(DocumentProblem::isError).count();
    }
  }

  /** All there are. */
  Collection<SloDocument> documents();

  /**
   * Says what is wrong; changes nothing.
   *
   * @param name of a document that is there, or a new one
   * @param text empty when it is to be gone
   */
  Judgement judge(String name, Optional<String> text);

  /**
   * Adds one, or replaces that with its name; {@link #documents} has it when this returns.
   *
   * @throws io.weir.storage.StoreException when it could not be kept
   */
  void put(SloDocument document);

  /**
   * Takes one away; {@link #documents} is without it when this returns.
   *
   * @throws io.weir.storage.StoreException when it could not be taken away
   */
  void delete(SloDocument document);
}
