// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that send real packets through network namespaces. They are skipped, with the reason, where that cannot be
 * done; with {@code -Djoolj.netns=required} they fail there instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("netns")
@ExtendWith(NetnsCondition.class)
@interface NetnsTest {}
