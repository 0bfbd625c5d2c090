package dev.keyhold.sync;

/**
 * The locks of the process for management tools. {@link Locks#registerMXBean} registers it in the
 * platform's MBean server as {@value #OBJECT_NAME}.
 *
 * <p>In {@code jconsole} it stands under <em>MBeans, dev.keyhold, Locks</em>: counts among the
 * attributes, reports among the operations, so that a tool that reads all attributes every few
 * seconds does not pay for stacks. From code:
 *
 * <pre>{@code
 * LocksMXBean locks =
 *     JMX.newMXBeanProxy(connection, new ObjectName(LocksMXBean.OBJECT_NAME), LocksMXBean.class);
 * locks.setRecorded(Locks.Detail.SITES);
 * System.out.println(locks.report());
 * }</pre>
 */
public interface LocksMXBean {
  /** Under which name it is registered. */
  String OBJECT_NAME = "dev.keyhold:type=Locks";

  /** How many locks are known: see {@link Locks#report}. */
  int getKnownCount();

  /** How many of them are held. */
  int getHeldCount();

  /** How many requests wait. */
  int getWaitingCount();

  /** What is recorded about holders: {@link Locks#recorded}. */
  Locks.Detail getRecorded();

  /** Records so much from now on: {@link Locks#record}. */
  void setRecorded(Locks.Detail detail);

  /** Who holds and who waits, with stacks: {@link Locks#report} as text. */
  String report();

  /** The same as JSON: {@link ProcessReport#toJson}. */
  String reportAsJson();
}
