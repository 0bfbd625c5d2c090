package dev.keyhold.sync;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The only class of locks that needs {@code java.management}: loaded when asked for. */
final class Management {
  private Management() {}

  static Locks.Registration register() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName name = new ObjectName(LocksMXBean.OBJECT_NAME);
      server.registerMBean(new StandardMBean(new Bean(), LocksMXBean.class, true), name);
      return new Ending(() -> unregister(server, name));
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalStateException(
          LocksMXBean.OBJECT_NAME + " is registered already; close that registration first", e);
    } catch (JMException e) {
      throw new IllegalStateException(LocksMXBean.OBJECT_NAME + " cannot be registered", e);
    }
  }

  private static void unregister(MBeanServer server, ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException _) {
      // Somebody was before us.
    } catch (JMException e) {
      throw new IllegalStateException(name + " cannot be unregistered", e);
    }
  }

  private static final class Bean implements LocksMXBean {
    @Override
    public int getKnownCount() {
      return KnownLocks.all().size();
    }

    @Override
    public int getHeldCount() {
      return (int) looks().stream().filter(look -> !look.holds().isEmpty()).count();
    }

    @Override
    public int getWaitingCount() {
      return looks().stream().mapToInt(look -> look.waiters().size()).sum();
    }

    private static List<Look> looks() {
      return KnownLocks.all().stream().map(LockBase::look).toList();
    }

    @Override
    public Locks.Detail getRecorded() {
      return Locks.recorded();
    }

    @Override
    public void setRecorded(Locks.Detail detail) {
      Locks.record(detail);
    }

    @Override
    public String report() {
      return Locks.report().toString();
    }

    @Override
    public String reportAsJson() {
      return Locks.report().toJson().toString();
    }
  }
}
