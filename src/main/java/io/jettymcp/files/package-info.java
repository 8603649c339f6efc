/**
 * Decides which files of this machine tools may read and save: those below {@code --files-root}
 * that hold no secrets. It opens and writes them so that paths which change meanwhile lead nowhere
 * else. Files of the program itself, such as the token's, are read in {@code config}.
 */
@NullMarked
package io.jettymcp.files;

import org.jspecify.annotations.NullMarked;
