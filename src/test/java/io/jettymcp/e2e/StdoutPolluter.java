package io.jettymcp.e2e;

import java.io.PrintStream;

/** A Java agent that prints to stdout again and again, from when the program has its streams. */
public final class StdoutPolluter {
  static final String STRAY = "a unexpectedOutput line";

  private StdoutPolluter() {}

  public static void premain(String arguments) {
    PrintStream before = System.out;
    Thread thread = new Thread(() -> talk(before), "talker");
    thread.setDaemon(true);
    thread.start();
  }

  private static synchronized void talk(PrintStream before) {
    try {
      while (true) {
        StdoutPolluter.class.wait(5);
        if (System.out != before) {
          System.out.println(STRAY);
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
