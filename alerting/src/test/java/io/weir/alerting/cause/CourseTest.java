package io.weir.alerting.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Frame FRAME = new Frame(10, 0, 40, 80);

  private static Course course(Frame frame, long total, long... bad) {
    Course course = new Course(frame);
    for (int i = 0; i < bad.length; i++) {
      course.add(i, bad[i], total);
    }
    return course;
  }

  @Test
  void excessIsWhatIsBeyondTheUsual() {
    Course course = course(FRAME, 10, 1, 1, 1, 1, 5, 5, 5, 5);
    assertThat(course.excess()).isCloseTo(16, within(1e-9));
    assertThat(course.newness()).isCloseTo(0.8, within(1e-9));
    assertThat(course.isUnusual()).isTrue();
    assertThat(course.onset(4)).isEqualTo(4);
  }

  @Test
  void chanceIsNotUnusual() {
    assertThat(course(FRAME, 100, 9, 11, 10, 10, 12, 13, 9, 11).isUnusual()).isFalse();
    assertThat(course(FRAME, 10, 0, 0, 0, 0, 0, 0, 1, 0).isUnusual()).isFalse();
  }

  @Test
  void moreTrafficIsNoExcess() {
    Course course = new Course(FRAME);
    for (int i = 0; i < 8; i++) {
      course.add(i, i < 4 ? 1 : 10, i < 4 ? 10 : 100);
    }
    assertThat(course.excess()).isZero();
  }

  @Test
  void uneasyWindowsAreNotUsual() {
    Frame frame = new Frame(10, 0, 40, 80, Set.of(1));
    assertThat(course(frame, 10, 0, 5, 0, 0, 5, 5, 5, 5).usualRatio()).isZero();
  }

  @Test
  void overlapIsByWindowsAndThoseBeside() {
    Course target = course(FRAME, 10, 0, 0, 0, 0, 5, 5, 5, 5);
    assertThat(course(FRAME, 10, 0, 0, 0, 0, 1, 0, 0, 0).overlap(target)).isEqualTo(0.5);
    assertThat(course(FRAME, 10, 0, 0, 0, 0, 0, 0, 0, 0).overlap(target)).isZero();
  }

  @Test
  void promptnessFallsWithLateness() {
    assertThat(Finding.promptness(3, 4)).isEqualTo(1);
    assertThat(Finding.promptness(5, 4)).isEqualTo(1);
    assertThat(Finding.promptness(7, 4)).isEqualTo(0.5);
    assertThat(Finding.promptness(9, 4)).isZero();
  }

  @Test
  void aFrameNeedsABaselineAndAnEnd() {
    assertThatThrownBy(() -> new Frame(10, 40, 40, 80)).hasMessageContaining("frame");
    assertThatThrownBy(() -> new Frame(10, 0, 40, 40)).hasMessageContaining("frame");
    assertThatThrownBy(() -> new Frame(1, 0, 10, 10_000)).hasMessageContaining("at most 2160");
  }
}
