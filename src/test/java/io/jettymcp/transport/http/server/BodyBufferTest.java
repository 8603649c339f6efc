package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
  private static final int MAX = 100_000;

  private final MemoryBudget budget = new MemoryBudget(2 * MAX);

  @Test
  void bytesArriveInOrder() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 0, budget);
    body.add(part(9_000, 'a'));
    body.add(part(30_000, 'b'));
    byte[] all = body.complete();
    assertThat(all).hasSize(39_000).startsWith('a').endsWith('b');
    assertThat(Arrays.copyOfRange(all, 8_999, 9_001)).containsExactly('a', 'b');
  }

  @Test
  void lastArrayFitsTheAnnouncedLength() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 70_000, budget);
    for (int i = 0; i < 7; i++) {
      body.add(part(10_000, 'a'));
    }
    assertThat(budget.used()).isEqualTo(70_000);
  }

  @Test
  void budgetCountsTheArrayRatherThanTheBytes() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 0, budget);
    body.add(part(1, 'a'));
    assertThat(budget.used()).isEqualTo(8_192);
    body.complete();
    assertThat(budget.used()).isEqualTo(1);
    body.release();
    assertThat(budget.used()).isZero();
  }

  @Test
  void growingNeedsBothArrays() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 0, new MemoryBudget(MAX));
    body.add(part(60_000, 'a'));
    assertThatThrownBy(() -> body.add(part(1, 'b')))
        .isInstanceOfSatisfying(
            HttpError.class,
            e -> {
              assertThat(e.status()).isEqualTo(503);
              assertThat(e.reason()).contains(Rejection.OVERLOADED);
            });
  }

  @Test
  void releaseAfterARejectedPartFreesAll() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 0, budget);
    body.add(part(60_000, 'a'));
    assertThatThrownBy(() -> body.add(part(60_000, 'a')))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(413));
    body.release();
    assertThat(budget.used()).isZero();
  }

  @Test
  void partAfterTheReleaseIsNotCounted() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 0, budget);
    body.release();
    body.add(part(60_000, 'a'));
    assertThat(budget.used()).isZero();
  }

  @Test
  void moreThanAnnouncedIsKept() throws HttpError {
    BodyBuffer body = new BodyBuffer(MAX, 10, budget);
    body.add(part(10, 'a'));
    body.add(part(20, 'b'));
    assertThat(body.complete()).hasSize(30);
  }

  private static ByteBuf part(int size, char filling) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) filling);
    return Unpooled.wrappedBuffer(bytes);
  }
}
