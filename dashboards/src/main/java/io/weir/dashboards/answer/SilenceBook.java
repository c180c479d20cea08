package io.weir.dashboards.answer;

import io.weir.slo.v1.Silence;
import java.util.Collection;
import java.util.List;

/** The silences and acknowledgements. Safe for use by several threads. */
public interface SilenceBook {
  /** Where nobody keeps them. */
  SilenceBook NONE =
      new SilenceBook() {
        @Override
        public Collection<Silence> silences() {
          return List.of();
        }

        @Override
        public void put(Silence silence) {
          throw new UnsupportedOperationException("Nobody keeps silences here.");
        }
      };

  /** All that are kept, those that ended as well. */
  Collection<Silence> silences();

  /**
   * Adds one, or replaces that with the same id.
   *
   * @throws io.weir.storage.StoreException when it could not be kept
   */
  void put(Silence silence);
}
