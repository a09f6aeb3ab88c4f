package dev.pawl.cli.shell;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The signals of this process. The JDK's only way to handle one is in a module without a warranty,
 * hence by name; where it is missing, the default stays, which is the end of the JVM.
 */
public final class Signals {
  private Signals() {}

  /** What is done at a signal. */
  public interface Action {
    void run() throws IOException;
  }

  /**
   * Has {@code action} done at each {@code signal} from now on.
   *
   * @param signal its name without SIG
   * @return how it was handled before, for {@link #restore}; null if it cannot be handled
   */
  public static @Nullable Object handle(String signal, Action action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler doing =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          };
      return set(
          signal,
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, doing));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Has {@code signal} handled as {@link #handle} found it. */
  static void restore(String signal, @Nullable Object before) {
    try {
      if (before != null) {
        Object unused = set(signal, before);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return; // it stays as it is
    }
  }

  private static Object set(String signal, Object handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Class<?> handlers = Class.forName("sun.misc.SignalHandler");
    return type.getMethod("handle", type, handlers)
        .invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
  }
}
