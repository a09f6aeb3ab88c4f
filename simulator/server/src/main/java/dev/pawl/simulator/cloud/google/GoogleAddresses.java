package dev.pawl.simulator.cloud.google;

import java.net.URI;

/**
 * Where the services lie.
 *
 * @param root what all paths of the internet begin with
 * @param instance the metadata server
 */
record GoogleAddresses(URI root, URI instance) {
  URI token() {
    return URI.create(root + "/token");
  }

  URI sts() {
    return URI.create(root + "/sts/v1/token");
  }

  URI reauth() {
    return URI.create(root + "/reauth/v2/sessions");
  }

  URI vertex() {
    return URI.create(root + "/v1");
  }
}
