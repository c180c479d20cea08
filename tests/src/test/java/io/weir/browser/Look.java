package io.weir.browser;

import java.util.Locale;

/** How a page is looked at. */
record Look(Screen screen, Theme theme) {
  static final Look PLAIN = new Look(Screen.LAPTOP, Theme.LIGHT);

  enum Screen {
    LAPTOP(1280, 800),
    PHONE(390, 844);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /** What the system says it prefers. */
  enum Theme {
    LIGHT,
    DARK
  }

  /** For names of files: {@code phone-dark}. */
  @Override
  public String toString() {
    return "%s-%s".formatted(screen, theme).toLowerCase(Locale.ROOT);
  }
}
