/**
 * Many processes share one login, and each refresh token is spent exactly once.
 *
 * <p>What is exported to everybody is the API. What is exported to Pawl's own modules alone may
 * change with any version.
 */
@SuppressWarnings("module") // Pawl's other modules are built after this one
module dev.pawl {
  requires com.fasterxml.jackson.core;
  requires transitive java.net.http;
  requires jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.pawl;
  exports dev.pawl.credentials;
  exports dev.pawl.doctor;
  exports dev.pawl.fleet;
  exports dev.pawl.http;
  exports dev.pawl.network;
  exports dev.pawl.settings;
  exports dev.pawl.spi;
  exports dev.pawl.token;
  exports dev.pawl.authentication to
      dev.pawl.cli,
      dev.pawl.etcd,
      dev.pawl.postgres;
  exports dev.pawl.cache.table to
      dev.pawl.chronicle;
  exports dev.pawl.clock to
      dev.pawl.aws,
      dev.pawl.azure,
      dev.pawl.cli,
      dev.pawl.etcd,
      dev.pawl.google,
      dev.pawl.postgres;
  exports dev.pawl.cloud to
      dev.pawl.aws,
      dev.pawl.azure,
      dev.pawl.cli,
      dev.pawl.google;
  exports dev.pawl.cloud.source to
      dev.pawl.cli;
  exports dev.pawl.desktop to
      dev.pawl.cli;
  exports dev.pawl.issuer to
      dev.pawl.cli;
  exports dev.pawl.file to
      dev.pawl.aws;
  exports dev.pawl.json to
      dev.pawl.aws,
      dev.pawl.cli,
      dev.pawl.google,
      dev.pawl.sealing;
  exports dev.pawl.lock to
      dev.pawl.aws;
  exports dev.pawl.login to
      dev.pawl.cli;
  exports dev.pawl.oauth to
      dev.pawl.cli;
  exports dev.pawl.oauth.client to
      dev.pawl.cli;
  exports dev.pawl.process to
      dev.pawl.chronicle,
      dev.pawl.cli;
  exports dev.pawl.setup to
      dev.pawl.cli;
  exports dev.pawl.signing to
      dev.pawl.jose;
  exports dev.pawl.source to
      dev.pawl.aws,
      dev.pawl.azure,
      dev.pawl.google;

  uses dev.pawl.cache.table.ChronicleEngine;
  uses dev.pawl.cloud.CloudEngine;
  uses dev.pawl.fleet.RecordStoreProvider;
  uses dev.pawl.fleet.SealProvider;
  uses dev.pawl.signing.JoseEngine;
}
