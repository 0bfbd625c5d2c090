package dev.keyhold.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyPoolTest {
  @ParameterizedTest
  @EnumSource
  void keys_ofAShape_areDistinct(KeyShape shape) {
    assertThat(new KeyPool(shape, 10_000, Spread.UNIFORM).all()).doesNotHaveDuplicates();
  }

  @Test
  void key_ofUsers_isLikeInTheDesign() {
    assertThat(KeyShape.USER.key(123)).isEqualTo("user:000123:profile");
  }

  @ParameterizedTest
  @EnumSource
  void some_ofTwoParts_haveNoneInCommon(Spread spread) {
    KeyPool pool = new KeyPool(KeyShape.NUMBER, 1_000, spread);
    assertThat(pool.some(5_000, 0, 2)).doesNotContainAnyElementsOf(List.of(pool.some(5_000, 1, 2)));
  }

  @Test
  void stretches_ofAHundred_haveAHundredKeysInKeyhold() {
    KeyPool pool = new KeyPool(KeyShape.HEX, 1_000, Spread.UNIFORM);
    KeyPool.Stretches stretches = pool.stretches(50, 100);
    for (StoreKind kind : StoreKind.values()) {
      if (kind != StoreKind.HASH_MAP) {
        Store store = kind.make();
        store.insert(pool.all());
        assertThat(store.scan(stretches)).as(kind.label()).isEqualTo(5_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void store_filled_findsEveryKey(StoreKind kind) {
    KeyPool pool = new KeyPool(KeyShape.USER, 1_000, Spread.UNIFORM);
    Store store = kind.make();
    store.insertOwn(pool.all());
    assertThat(store.get(pool.some(5_000, 0, 1))).isEqualTo(5_000);
    assertThat(store.get(new String[] {"nobody"})).isZero();
  }
}
