/**
 * What real Erlang nodes make of our terms, and of our side of their protocols.
 *
 * <p>The tests take the Erlang that is first on the path, from OTP 25 on. To run them with another
 * release, put it first: {@code PATH=/opt/otp-27/bin:$PATH mvn verify -pl it-tests/erlang -am}.
 */
package io.teleport.erlang;
