package dev.pawl.login;

/**
 * What the browser shows at the end: whole in itself, no script, nothing loaded, no secret.
 *
 * @param good whether the login succeeded
 * @param title in a few words
 * @param text what to do now
 * @param last whether the login ends with it
 */
record ResultPage(boolean good, String title, String text, boolean last) {

  static ResultPage success() {
    return new ResultPage(
        true, "You are logged in", "Close this tab; the command line goes on by itself.", true);
  }

  static ResultPage failure(String why) {
    return new ResultPage(false, "The login did not succeed", why, true);
  }

  /** For a browser that has nothing to do with the login that is waiting. */
  static ResultPage stray(String why) {
    return new ResultPage(false, "Nothing is waiting for this", why, false);
  }

  String html() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s - Pawl</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1.1rem/1.5 system-ui, sans-serif; display: grid; place-items: center;
          min-height: 90vh; margin: 0 1rem; }
        main { max-width: 34rem; border-left: .4rem solid %3$s; padding-left: 1.5rem; }
        h1 { font-size: 1.5rem; margin: 0; }
        </style>
        </head>
        <body>
        <main role="status">
        <h1>%1$s</h1>
        <p>%2$s</p>
        </main>
        </body>
        </html>
        """
        .formatted(escaped(title), escaped(text), good ? "#2e7d32" : "#c62828");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
