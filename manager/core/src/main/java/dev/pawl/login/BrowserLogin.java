package dev.pawl.login;

import dev.pawl.clock.TokenClock;
import dev.pawl.login.AuthorizationRequest.StrayAnswerException;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A login in the browser (RFC 6749 section 4.1 with RFC 7636, 8252 and 9207): the code comes back
 * by a redirect to this machine, or is pasted here if no browser can do that.
 *
 * @param redemption what makes a grant of the code
 * @param person who logs in
 * @param waitTimeout how long the person may take
 */
public record BrowserLogin(Redemption redemption, Person person, Duration waitTimeout) {
  private static final Duration TO_THE_END = Duration.ofMinutes(2);

  /**
   * Logs in.
   *
   * @param keep stores the grant; only when it returns does the browser show success
   * @throws LoginException if it came to nothing
   * @throws IOException if no port of this machine can be listened at; {@link LoginException} if it
   *     is one that another program has
   */
  public void run(Consumer<Grant> keep) throws LoginException, IOException {
    URI given = redemption.registration().endpoints().redirect();
    URI here = given == null ? RedirectListener.ANYWHERE : given;
    boolean pasted = given != null && redemption.registration().method() == Method.PASTE;
    if (pasted || !RedirectListener.canBeAt(here)) {
      Attempt attempt = new Attempt(AuthorizationRequest.fresh(redemption.registration(), here));
      attempt.finish(keep, true);
      return;
    }
    CompletableFuture<Attempt> begun = new CompletableFuture<>();
    try (RedirectListener listener = listening(here, found -> begun.join().visited(found))) {
      Attempt attempt =
          new Attempt(AuthorizationRequest.fresh(redemption.registration(), listener.address()));
      begun.complete(attempt);
      listener.begin();
      try {
        attempt.finish(keep, false);
      } finally {
        if (attempt.cameBack) {
          listener.farewell();
        }
      }
    }
  }

  private RedirectListener listening(URI here, RedirectListener.Visitor visitor)
      throws IOException, LoginException {
    try {
      String mode = redemption.registration().parameters().getOrDefault("response_mode", "query");
      boolean form = mode.equals("form_post");
      return RedirectListener.open(here, form, TokenClock.system(), visitor);
    } catch (BindException e) {
      throw LoginException.fix(
          "the redirect address "
              + here
              + " cannot be listened at, most likely because another program has its port ("
              + e.getMessage()
              + ")");
    }
  }

  /** One code on its way: whichever way it comes first counts, and it is redeemed once. */
  private final class Attempt {
    private final AuthorizationRequest request;
    private final CompletableFuture<String> code = new CompletableFuture<>();
    private final CompletableFuture<ResultPage> end = new CompletableFuture<>();
    private volatile boolean cameBack;

    Attempt(AuthorizationRequest request) {
      this.request = request;
    }

    /** A browser may ask twice for one address: each is shown the same end. */
    ResultPage visited(Map<String, String> parameters) {
      try {
        String found = request.code(parameters);
        cameBack = true; // before the code is seen: from then on the login may end at any moment
        if (!isTaken(found)) {
          return ResultPage.stray("The login has had its answer already.");
        }
        return end.get(TO_THE_END.toSeconds(), TimeUnit.SECONDS);
      } catch (StrayAnswerException e) {
        person.tell("a browser came with an answer that is not ours; it was ignored");
        return ResultPage.stray("This answer belongs to another login. Start again from there.");
      } catch (LoginException e) {
        cameBack = true;
        code.completeExceptionally(e);
        return ResultPage.failure(e.why());
      } catch (ExecutionException | TimeoutException e) {
        return ResultPage.failure("The command line says why.");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ResultPage.failure("The command line was stopped.");
      }
    }

    private boolean isTaken(String found) {
      return code.complete(found)
          || (!code.isCompletedExceptionally() && found.equals(code.getNow("")));
    }

    void finish(Consumer<Grant> keep, boolean pastedOnly) throws LoginException {
      URI page = page();
      boolean opened = person.visit(page);
      Thread reader = new Thread(() -> listen(page, pastedOnly), "pawl-paste");
      reader.setDaemon(true);
      reader.start();
      try {
        String found = awaited(opened);
        person.tell("answer received; finishing the login");
        keep.accept(redemption.redeem(request.redemption(found)));
        end.complete(ResultPage.success());
      } catch (LoginException e) {
        end.complete(ResultPage.failure(e.why()));
        throw e;
      } finally {
        end.complete(ResultPage.failure("The command line says why."));
      }
    }

    private URI page() throws LoginException {
      URI pushed = redemption.registration().endpoints().pushed();
      return pushed == null
          ? request.uri()
          : request.uri(redemption.pushed(pushed, request.parameters()));
    }

    private String awaited(boolean opened) throws LoginException {
      try {
        return code.get(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof LoginException login) {
          throw login;
        }
        throw new IllegalStateException(e.getCause());
      } catch (TimeoutException e) {
        throw LoginException.later(
            "nobody finished the login within "
                + waitTimeout.toSeconds()
                + " s"
                + (opened ? "" : "; no browser was opened here"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw LoginException.later("interrupted");
      }
    }

    /* Reads what is typed: c for the address, else a pasted answer. */
    private void listen(URI page, boolean pastedOnly) {
      try {
        for (String line = person.typed(); line != null; line = person.typed()) {
          if (line.strip().equals("c")) {
            person.copy(page);
          } else if (!line.isBlank()) {
            take(line);
          }
        }
        if (pastedOnly) {
          code.completeExceptionally(
              LoginException.again("standard input ended before a code was pasted"));
        }
      } catch (IOException e) {
        person.tell("nothing can be pasted here: standard input cannot be read");
      }
    }

    private void take(String line) {
      try {
        boolean unused = code.complete(request.pasted(line));
      } catch (StrayAnswerException e) {
        person.tell(String.valueOf(e.getMessage()) + "; paste it again");
      } catch (LoginException e) {
        code.completeExceptionally(e);
      }
    }
  }
}
