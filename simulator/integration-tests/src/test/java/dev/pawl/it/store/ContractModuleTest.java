package dev.pawl.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.TokenManager;
import dev.pawl.process.OutsideModule;
import dev.pawl.spi.contract.CredentialStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;

/** The contract of a store in the tests of an application that is a module. */
class ContractModuleTest {
  private static final List<Class<?>> ON_PATH =
      List.of(
          TokenManager.class,
          JsonFactory.class,
          NullMarked.class,
          CredentialStoreContract.class,
          Assertions.class,
          Test.class,
          JUnitException.class,
          AssertionFailedError.class,
          API.class);

  @TempDir Path directory;

  @Test
  void compile_storeOfTheApplication_extendsTheContract() throws IOException {
    OutsideModule tests =
        new OutsideModule(directory, List.of("dev.pawl", "dev.pawl.spi.contract"), ON_PATH);

    String said =
        tests.compile(
            """
            package outside;

            import dev.pawl.spi.CredentialStore;
            import dev.pawl.spi.contract.CredentialStoreContract;

            abstract class Outside extends CredentialStoreContract {
              abstract CredentialStore mine();

              @Override
              protected CredentialStore store() {
                return mine();
              }
            }
            """);

    assertThat(said).isEmpty();
  }
}
