package io.teleport.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.chaos.account.Entry.Event;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What closes an account, and what does not. */
class AccountTest {

  private static final int SENDER = 0;
  private static final int RECEIVER = 1;
  private static final int INTACT = 1;
  private static final int CHANGED = 0;
  private static final int KEY = 3;

  private final Account account = new Account();
  private final Consumer<Entry> sender = account.journalOf(SENDER, 0);
  private final Consumer<Entry> receiver = account.journalOf(RECEIVER, 0);
  private long clock = 1_000_000;

  @Test
  void messagesThatArriveOnceCloseIt() {
    sent(1);
    sent(2);
    arrived(1);
    arrived(2);
    happened(Event.CONFIRMED, 2, 0);
    assertThat(account.balance())
        .isEqualTo(new Balance(2, 2, 0, 0, 0, 0, 0, 0, 0))
        .matches(Balance::isClosed);
  }

  @Test
  void aMessageThatNeverArrivesIsLost() {
    sent(1);
    Balance balance = account.balance();
    assertThat(balance).isEqualTo(new Balance(1, 0, 0, 1, 0, 0, 0, 0, 0));
    assertThat(balance.isClosed()).isFalse();
    assertThat(account.findings()).singleElement().asString().contains("0.0.0.1");
  }

  @Test
  void aMessageThatWasConfirmedAndNeverArrivesIsLost() {
    sent(1);
    happened(Event.CONFIRMED, 1, 0);
    assertThat(account.balance().lost()).isEqualTo(1);
  }

  @Test
  void aMessageWhoseFailureWasToldIsNotLost() {
    sent(1);
    happened(Event.TOLD, 1, 0);
    assertThat(account.balance())
        .isEqualTo(new Balance(1, 0, 1, 0, 0, 0, 0, 0, 0))
        .matches(Balance::isClosed);
  }

  @Test
  void aMessageInDoubtMayHaveArrived() {
    sent(1);
    arrived(1);
    happened(Event.TOLD, 1, 0);
    assertThat(account.balance())
        .isEqualTo(new Balance(1, 0, 1, 0, 0, 0, 0, 1, 0))
        .matches(Balance::isClosed);
  }

  @Test
  void aMessageThatArrivesTwiceIsDoubled() {
    sent(1);
    arrived(1);
    arrived(1);
    Balance balance = account.balance();
    assertThat(balance).isEqualTo(new Balance(1, 1, 0, 0, 1, 0, 0, 0, 0));
    assertThat(balance.isClosed()).isFalse();
  }

  @Test
  void aMessageInDoubtThatArrivesTwiceIsDoubled() {
    sent(1);
    arrived(1);
    arrived(1);
    happened(Event.TOLD, 1, 0);
    assertThat(account.balance().duplicated()).isEqualTo(1);
  }

  @Test
  void aMessageThatWasRefusedAndArrivesIsDoubled() {
    happened(Event.OFFERED, 1, RECEIVER);
    happened(Event.REFUSED, 1, 0);
    arrived(1);
    assertThat(account.balance()).isEqualTo(new Balance(0, 0, 0, 0, 1, 0, 0, 0, 0));
    assertThat(account.refusals()).isEqualTo(1);
  }

  @Test
  void aMessageThatIsOfferedAgainIsOneMessage() {
    happened(Event.OFFERED, 1, RECEIVER);
    happened(Event.REFUSED, 1, 0);
    happened(Event.ACCEPTED, 1, 0);
    arrived(1);
    assertThat(account.balance()).isEqualTo(new Balance(1, 1, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aMessageWithOtherBytesIsCorrupt() {
    sent(1);
    receiver.accept(entry(Event.DELIVERED, 1, CHANGED, 0, 0));
    Balance balance = account.balance();
    assertThat(balance).isEqualTo(new Balance(1, 1, 0, 0, 0, 0, 1, 0, 0));
    assertThat(balance.isClosed()).isFalse();
  }

  @Test
  void aMessageThatNobodySentIsCorrupt() {
    arrived(1);
    assertThat(account.balance()).isEqualTo(new Balance(0, 0, 0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void aMessageThatArrivesAtAnotherNodeIsCorrupt() {
    sent(1);
    account.journalOf(2, 0).accept(entry(Event.DELIVERED, 1, INTACT, 0, 0));
    assertThat(account.balance().corrupt()).isEqualTo(1);
  }

  @Test
  void aWrongAnswerIsCorrupt() {
    sent(1);
    arrived(1);
    happened(Event.WRONG_ANSWER, 1, 0);
    happened(Event.CONFIRMED, 1, 0);
    assertThat(account.balance()).isEqualTo(new Balance(1, 1, 0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void aMessageThatComesAfterALaterOneWithItsKeyIsDisordered() {
    sent(1);
    sent(2);
    arrived(2, KEY, 2);
    arrived(1, KEY, 1);
    Balance balance = account.balance();
    assertThat(balance).isEqualTo(new Balance(2, 2, 0, 0, 0, 1, 0, 0, 0));
    assertThat(balance.isClosed()).isFalse();
  }

  @Test
  void orderWithinEachKeyIsEnough() {
    sent(1);
    sent(2);
    sent(3);
    arrived(3, KEY + 1, 1);
    arrived(1, KEY, 1);
    arrived(2, KEY, 2);
    assertThat(account.balance()).matches(Balance::isClosed);
  }

  @Test
  void aMessageWithAKeyMayBeMissingFromItsOrderIfThatWasTold() {
    sent(1);
    sent(2);
    arrived(2, KEY, 2);
    happened(Event.TOLD, 1, 0);
    assertThat(account.balance()).isEqualTo(new Balance(2, 1, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void keysOfTwoSendersAreTwoKeys() {
    sent(1);
    long other = new LetterId(2, 0, 0, 1).packed();
    account.journalOf(2, 0).accept(entry(Event.OFFERED, other, RECEIVER, 0, 0));
    account.journalOf(2, 0).accept(entry(Event.ACCEPTED, other, 0, 0, 0));
    receiver.accept(entry(Event.DELIVERED, other, INTACT, KEY, 2));
    arrived(1, KEY, 1);
    assertThat(account.balance()).matches(Balance::isClosed);
  }

  @Test
  void theKillOfTheReceiverExcusesNothing() {
    sent(1);
    account.killed(RECEIVER, 0, clock + 1);
    assertThat(account.balance().lost()).isEqualTo(1);
  }

  @Test
  void whatAKilledSenderHadHeardOfIsNotExcused() {
    sent(1);
    happened(Event.CONFIRMED, 1, 0);
    account.killed(SENDER, 0, clock + 1);
    assertThat(account.balance().lost()).isEqualTo(1);
  }

  @Test
  void whatAKilledSenderHadInMemoryWentDownWithIt() {
    sent(1);
    account.killed(SENDER, 0, clock + 1);
    assertThat(account.balance())
        .isEqualTo(new Balance(1, 0, 1, 0, 0, 0, 0, 0, 1))
        .matches(Balance::isClosed);
  }

  @Test
  void whatWasAcceptedLongBeforeAKillIsLost() {
    sent(1);
    account.killed(SENDER, 0, clock + 2 * Account.MEMORY_MILLIS);
    assertThat(account.balance().lost()).isEqualTo(1);
  }

  @Test
  void whatWasAcceptedAfterAKillIsLost() {
    account.killed(SENDER, 0, clock - 10_000);
    sent(1);
    assertThat(account.balance().lost()).isEqualTo(1);
  }

  @Test
  void theKillOfAThirdNodeExcusesNothing() {
    sent(1);
    account.killed(2, 0, clock + 1);
    assertThat(account.balance().lost()).isEqualTo(1);
  }

  @Test
  void aKilledSenderNeedNotHaveHeardThatItsMessageWasAccepted() {
    happened(Event.OFFERED, 1, RECEIVER);
    arrived(1);
    account.killed(SENDER, 0, clock + 1);
    assertThat(account.balance())
        .isEqualTo(new Balance(0, 0, 0, 0, 0, 0, 0, 0, 0))
        .matches(Balance::isClosed);
  }

  private void sent(long serial) {
    happened(Event.OFFERED, serial, RECEIVER);
    happened(Event.ACCEPTED, serial, 0);
  }

  private void happened(Event event, long serial, int value) {
    sender.accept(entry(event, serial, value, 0, 0));
  }

  private void arrived(long serial) {
    arrived(serial, 0, 0);
  }

  private void arrived(long serial, int key, int number) {
    receiver.accept(entry(Event.DELIVERED, serial, INTACT, key, number));
  }

  private Entry entry(Event event, long id, int value, int key, int number) {
    clock++;
    return new Entry(event, id, value, key, number, clock);
  }
}
