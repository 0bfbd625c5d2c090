package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of those that share a lock, by itself. */
final class SharersTest {
  private final Sharers sharers = new Sharers();

  private List<Long> owners() {
    List<Long> owners = new ArrayList<>();
    sharers.forEach(share -> owners.add(share.owner));
    return owners;
  }

  @Test
  void shares_areNumberedFromOne() {
    assertThat(sharers.add(0, 7, Mode.SHARED).number).isEqualTo(1);
    Share gone = sharers.add(0, 8, Mode.SHARED);
    sharers.remove(gone);
    assertThat(gone.gone).isTrue();
    assertThat(sharers.add(0, 9, Mode.SHARED).number).as("gone ones count").isEqualTo(3);
  }

  @Test
  void any_asksAllUntilOneFits() {
    assertThat(sharers.any(_ -> true)).as("of nobody").isFalse();
    sharers.add(0, 7, Mode.SHARED);
    sharers.add(0, 8, Mode.SHARED);
    assertThat(sharers.any(share -> share.owner == 7)).isTrue();
    assertThat(sharers.any(share -> share.owner == 9)).isFalse();
  }

  @Test
  void removal_atEitherEndAndInBetween_leavesTheOthersInOrder() {
    Share a = sharers.add(11, 1, Mode.SHARED);
    Share b = sharers.add(12, 2, Mode.SHARED);
    Share c = sharers.add(13, 3, Mode.SHARED);
    Share d = sharers.add(14, 4, Mode.SHARED);
    assertThat(owners()).containsExactly(4L, 3L, 2L, 1L);
    sharers.remove(c);
    assertThat(owners()).containsExactly(4L, 2L, 1L);
    sharers.remove(a);
    assertThat(owners()).containsExactly(4L, 2L);
    sharers.remove(d);
    assertThat(owners()).containsExactly(2L);
    assertThat(sharers.find(12)).isSameAs(b);
    assertThat(sharers.find(13)).isNull();
  }

  @Test
  void modes_areAdmittedBesideWhoIsThere() {
    assertThat(sharers.admits(Mode.EXCLUSIVE)).isTrue();
    assertThat(sharers.admits(Mode.UPGRADE)).as("nobody to upgrade").isFalse();
    Share upgradable = sharers.add(0, 1, Mode.UPGRADABLE);
    assertThat(sharers.upgradable()).isSameAs(upgradable);
    assertThat(sharers.admits(Mode.SHARED)).isTrue();
    assertThat(sharers.admits(Mode.UPGRADABLE)).isFalse();
    assertThat(sharers.admits(Mode.EXCLUSIVE)).isFalse();
    assertThat(sharers.admits(Mode.UPGRADE)).isTrue();
    Share reader = sharers.add(0, 2, Mode.SHARED);
    assertThat(sharers.admits(Mode.UPGRADE)).isFalse();
    sharers.remove(upgradable);
    assertThat(sharers.upgradable()).isNull();
    assertThat(sharers.admits(Mode.UPGRADABLE)).isTrue();
    assertThat(sharers.admits(Mode.UPGRADE)).isFalse();
    sharers.remove(reader);
    assertThat(sharers.admits(Mode.EXCLUSIVE)).isTrue();
  }
}
