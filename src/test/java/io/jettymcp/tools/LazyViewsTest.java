package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that no view is built before a call needs it: each source of a view is a lambda, which
 * costs time and memory at every start.
 */
class LazyViewsTest {
  private final FreshClasses classes = new FreshClasses();

  @AfterEach
  void close() throws Exception {
    classes.close();
  }

  @Test
  void catalogOfAllToolsBuildsNoView() throws Exception {
    Class.forName("io.jettymcp.tools.Catalog", true, classes);
    assertThat(classes.haveLoaded("io.jettymcp.tool.Tool")).isTrue();
    assertThat(classes.haveBuiltAView()).isFalse();
  }

  @Test
  void recordBuildsItsViewWhenItIsUsed() throws Exception {
    Class.forName("io.jettymcp.runs.TaskSummary", true, classes);
    assertThat(classes.haveBuiltAView()).isTrue();
  }

  /** Loads the class path anew, so that no class is initialized yet. */
  private static final class FreshClasses extends URLClassLoader {
    FreshClasses() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    boolean haveLoaded(String name) {
      return findLoadedClass(name) != null;
    }

    /** The class of a view's fields is loaded by the first field of the first view. */
    boolean haveBuiltAView() {
      return haveLoaded("io.jettymcp.tool.View$Field");
    }

    private static URL[] classPath() {
      return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
          .splitAsStream(System.getProperty("java.class.path"))
          .map(FreshClasses::url)
          .toArray(URL[]::new);
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
