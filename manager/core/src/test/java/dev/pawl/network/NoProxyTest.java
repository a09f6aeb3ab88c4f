package dev.pawl.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.transport.Address;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts a list of exceptions names. */
class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                             | https://id.example.com",
        "id.example.com                | https://id.example.com",
        "ID.Example.COM                | https://id.example.com",
        "example.com                   | https://id.example.com",
        ".example.com                  | https://id.example.com",
        "*.example.com                 | https://id.example.com",
        "a.b,example.com               | https://id.example.com",
        "a.b  example.com              | https://id.example.com",
        "id.example.com:443            | https://id.example.com",
        "id.example.com:8443           | https://id.example.com:8443",
        "10.1.2.3                      | https://10.1.2.3",
        "10.0.0.0/8                    | https://10.1.2.3",
        "10.1.2.3:8443                 | https://10.1.2.3:8443",
        "2001:db8::1                   | https://[2001:db8:0:0::1]",
        "[2001:db8::1]:8443            | https://[2001:db8::1]:8443",
        "2001:db8::/32                 | https://[2001:db8:7::1]",
      })
  void covers_hostThatIsListed_isTrue(String list, URI uri) {
    Address address = Address.of(uri, "the issuer");

    assertThat(NoProxy.covers(list, address.host(), address.port())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | https://id.example.com",
        "ple.com                       | https://id.example.com",
        "other.example.com             | https://id.example.com",
        "id.example.com:8443           | https://id.example.com",
        "11.0.0.0/8                    | https://10.1.2.3",
        "10.0.0.0/99                   | https://10.1.2.3",
        "10.0.0.0/x                    | https://10.1.2.3",
        "10.1.2.3                      | https://10.1.2.33",
        "2001:db8::/32                 | https://10.1.2.3",
        ",                             | https://id.example.com",
        "/ : [ ] *x                    | https://id.example.com",
      })
  void covers_hostThatIsNotListed_isFalse(String list, URI uri) {
    Address address = Address.of(uri, "the issuer");

    assertThat(NoProxy.covers(list, address.host(), address.port())).isFalse();
  }
}
