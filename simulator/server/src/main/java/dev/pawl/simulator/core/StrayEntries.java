package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Strays;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;

/** Enters what no endpoint of a service takes into the ledger. */
final class StrayEntries implements Strays {
  private final Ledger ledger;
  private final Service service;

  StrayEntries(Ledger ledger, Service service) {
    this.ledger = ledger;
    this.service = service;
  }

  @Override
  public void misdirected(Request request, int status) {
    enter("misdirected", Outcome.UNKNOWN, status, request.caller());
  }

  @Override
  public void unreadable(String connection, int status) {
    enter("unreadable", Outcome.INVALID_REQUEST, status, new Caller(connection, "", "", 0));
  }

  @Override
  public void preflight(Request request, int status) {
    enter("preflight", Outcome.GRANTED, status, request.caller());
  }

  private void enter(String operation, Outcome outcome, int status, Caller caller) {
    ledger.append(
        Event.of(new Operation(service, operation), "", caller).outcome(outcome).status(status));
  }
}
