// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import com.kenai.jffi.Library;
import java.lang.reflect.Method;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** Loads the C libraries and tells what is missing of them. */
public final class Libraries {
    /** File name of the C library. */
    public static final String C = "libc.so.6";

    /** File name of libnetfilter_queue, as its package installs it for programs to run with. */
    public static final String NETFILTER_QUEUE = "libnetfilter_queue.so.1";

    private static final Runtime RUNTIME = Runtime.getSystemRuntime();

    private Libraries() {}

    /** The C library; its functions are bound at their first call. */
    public static LibC c() {
        return HolderOfC.LIBRARY;
    }

    /** libnetfilter_queue; its functions are bound at their first call, so {@link #missing} is to be asked before. */
    public static LibNetfilterQueue netfilterQueue() {
        return HolderOfNetfilterQueue.LIBRARY;
    }

    /** The errno of the calling thread's last call of a C function through this package. */
    public static int errno() {
        return RUNTIME.getLastError();
    }

    /** The runtime that native memory belongs to. */
    static Runtime runtime() {
        return RUNTIME;
    }

    /**
     * Names what cannot be had of a library: jnr-ffi itself would only tell at the first call of a function.
     *
     * @param file file name of the library, such as {@link #NETFILTER_QUEUE}
     * @param prototypes the functions needed of it
     * @return the loader's complaint or the name of the first function that is not there; empty if all is there
     */
    public static String missing(String file, Class<?> prototypes) {
        if (RUNTIME.addressSize() != Long.BYTES) {
            return "a 64-bit Java runtime";
        }
        Library library = Library.getCachedInstance(file, Library.LAZY | Library.GLOBAL);
        if (library == null) {
            String complaint = Library.getLastError();
            return complaint == null ? file : complaint;
        }
        for (Method prototype : prototypes.getMethods()) {
            if (library.getSymbolAddress(prototype.getName()) == 0) {
                return "function " + prototype.getName() + " of " + file;
            }
        }
        return "";
    }

    private static final class HolderOfC {
        static final LibC LIBRARY = LibraryLoader.create(LibC.class).load(C);
    }

    private static final class HolderOfNetfilterQueue {
        static final LibNetfilterQueue LIBRARY =
                LibraryLoader.create(LibNetfilterQueue.class).load(NETFILTER_QUEUE);
    }
}
