package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.testkit.History.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories that are known to be good or bad. */
class SerializabilityCheckerTest {
  private final List<Unit> units = new ArrayList<>();

  /** Of units that all overlap. */
  private Unit unit(String name) {
    return unit(name, 0, 100);
  }

  private Unit unit(String name, long begin, long end) {
    Unit unit = new Unit(name, begin);
    unit.end = end;
    units.add(unit);
    return unit;
  }

  private void requireGood() {
    assertThat(SerializabilityChecker.check(units)).isEmpty();
  }

  private void requireBad(String... words) {
    assertThat(SerializabilityChecker.check(units)).hasSize(1).first().asString().contains(words);
  }

  private Unit setup(long x, long y) {
    return unit("T0", -2, -1).write("x", null, x).write("y", null, y);
  }

  @Test
  void history_oneAfterTheOther_isGood() {
    setup(1, 2);
    unit("T1", 0, 1).read("x", 1L).write("y", 2L, 3L);
    unit("T2", 2, 3).read("y", 3L).write("x", 1L, 4L);
    unit("T3", 4, 5).scan("", Map.of("x", 4L, "y", 3L));
    requireGood();
  }

  @Test
  void history_overlappingThatFitsOneOrder_isGood() {
    setup(1, 2);
    unit("T1").read("x", 1L).read("y", 2L);
    unit("T2").read("x", 1L).write("y", 2L, 3L);
    unit("T3").read("y", 3L).write("x", 1L, 4L);
    requireGood();
  }

  @Test
  void history_ownWritesReadAgain_isGood() {
    unit("T1").write("x", null, 1L).read("x", 1L).write("x", 1L, 2L).scan("", Map.of("x", 2L));
    unit("T2").read("x", null);
    unit("T3").read("x", 2L);
    requireGood();
  }

  @Test
  void g0_writesInterleaved_areFound() {
    setup(1, 2);
    unit("T1").write("x", 1L, 3L).write("y", 4L, 5L);
    unit("T2").write("y", 2L, 4L).write("x", 3L, 6L);
    requireBad("ww Version[key=x, value=3]", "ww Version[key=y, value=4]");
  }

  @Test
  void lostUpdate_isFound() {
    setup(1, 2);
    unit("T1").read("x", 1L).write("x", 1L, 3L);
    unit("T2").read("x", 1L).write("x", 1L, 4L);
    requireBad("rw Version[key=x, value=1]", "T1", "T2");
  }

  @Test
  void lostInsert_isFound() {
    unit("T1").write("x", null, 3L);
    unit("T2").write("x", null, 4L);
    requireBad("rw Version[key=x, value=null]");
  }

  @Test
  void g1a_readOfWhatWasNeverCommitted_isFound() {
    setup(1, 2);
    unit("T1").read("x", 9L);
    requireBad("G1a");
  }

  @Test
  void g1b_readOfAnIntermediateWrite_isFound() {
    setup(1, 2);
    unit("T1").write("x", 1L, 3L).write("x", 3L, 4L);
    unit("T2").read("x", 3L);
    requireBad("G1b", "T1");
  }

  @Test
  void g1c_informationThatFlowsInACircle_isFound() {
    setup(1, 2);
    unit("T1").write("x", 1L, 3L).read("y", 4L);
    unit("T2").write("y", 2L, 4L).read("x", 3L);
    requireBad("wr Version[key=x, value=3]", "wr Version[key=y, value=4]");
  }

  @Test
  void gSingle_readSkew_isFound() {
    setup(1, 2);
    unit("T1").write("x", 1L, 3L).write("y", 2L, 4L);
    unit("T2").read("x", 1L).read("y", 4L);
    requireBad("wr Version[key=y, value=4]", "rw Version[key=x, value=1]");
  }

  @Test
  void g2_writeSkew_isFound() {
    setup(1, 2);
    unit("T1").read("x", 1L).read("y", 2L).write("x", 1L, 3L);
    unit("T2").read("x", 1L).read("y", 2L).write("y", 2L, 4L);
    requireBad("rw Version[key=x, value=1]", "rw Version[key=y, value=2]");
  }

  @Test
  void g2_phantomInARange_isFound() {
    unit("T1").scan("p:", Map.of()).write("q:1", null, 1L);
    unit("T2").scan("q:", Map.of()).write("p:1", null, 2L);
    requireBad("rw Version[key=p:1, value=null]", "rw Version[key=q:1, value=null]");
  }

  @Test
  void phantomBetweenTwoScansOfOneUnit_isFound() {
    unit("T1").scan("p:", Map.of()).scan("p:", Map.of("p:1", 1L));
    unit("T2").write("p:1", null, 1L);
    assertThat(SerializabilityChecker.check(units)).first().asString().contains("unrepeatable");
  }

  @Test
  void unrepeatableRead_isFound() {
    setup(1, 2);
    unit("T1").read("x", 1L).read("x", 3L);
    unit("T2").write("x", 1L, 3L);
    assertThat(SerializabilityChecker.check(units)).first().asString().contains("unrepeatable");
  }

  @Test
  void staleRead_ofWhatHadBeenOverwrittenBefore_isFound() {
    setup(1, 2);
    unit("T1", 0, 1).write("x", 1L, 3L);
    unit("T2", 2, 3).read("x", 1L);
    requireBad("rt", "rw Version[key=x, value=1]");
  }

  @Test
  void longFork_twoReadersThatSeeTwoOrders_isFound() {
    setup(1, 2);
    unit("T1").write("x", 1L, 3L);
    unit("T2").write("y", 2L, 4L);
    unit("T3").read("x", 3L).read("y", 2L);
    unit("T4").read("x", 1L).read("y", 4L);
    requireBad("T1", "T2", "T3", "T4");
  }

  @Test
  void removal_readBySomebodyLater_isGoodAndOneThatLosesAnUpdateIsNot() {
    setup(1, 2);
    unit("T1").write("x", 1L, null);
    unit("T2").read("x", null);
    requireGood();
    unit("T3").write("x", 1L, 5L);
    requireBad("rw Version[key=x, value=1]");
  }

  @Test
  void removal_thatASlowReaderMisses_isFoundByWhatItReadElse() {
    setup(1, 2);
    unit("T1").write("x", 1L, null).write("y", 2L, 3L);
    unit("T2").read("x", 1L).read("y", 3L);
    requireBad("rw Version[key=x, value=1]", "wr Version[key=y, value=3]");
  }
}
