package dev.pawl.clients;

import java.io.InputStream;
import java.net.URI;

/** A client of an API, whichever library it stands on. */
interface ApiClient {
  /** Sends a GET request. */
  Answer get(URI target) throws Exception;

  /** Posts JSON that can be sent again. */
  Answer post(URI target, String json) throws Exception;

  /** Posts what a stream gives, which can be read once. */
  Answer post(URI target, InputStream json) throws Exception;

  /** What came back. */
  record Answer(int status, String body) {}
}
