// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.FlagsProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

/// What the HTTP library is to do otherwise than by default; it finds this class by its service
/// file, once for the whole process.
///
/// It keeps nothing of requests. By itself it would remember thousands of paths, each with all
/// headers of the request that first had it, and as many values of some headers: whoever asks for
/// paths that there are not, with headers as large as they may be, would fill the memory without a
/// credential, and names of databases and tokens would stay in it when they are gone.
public final class DoorFlags implements FlagsProvider {
    private static final String NO_CACHE = "off";

    /// Above the library's defaults, below flags on the command line.
    @Override
    public int priority() {
        return 0;
    }

    /// A semicolon is a character of the path like any other (RFC 3986 section 3.3). The library
    /// would drop it with all that follows in its segment, so that whoever deletes `plant;7d` would
    /// delete `plant`.
    @Override
    public Boolean allowSemicolonInPathComponent() {
        return true;
    }

    /// No parameter of a query is a path of files, and two dots between slashes are a regular
    /// expression of InfluxQL, and a name. The library would refuse the request.
    @Override
    public Boolean allowDoubleDotsInQueryString() {
        return true;
    }

    /// There are few routes, so that finding one takes no longer than finding what was remembered.
    @Override
    public String routeCacheSpec() {
        return NO_CACHE;
    }

    @Override
    public String routeDecoratorCacheSpec() {
        return NO_CACHE;
    }

    @Override
    public String parsedPathCacheSpec() {
        return NO_CACHE;
    }

    /// This one cannot be off.
    @Override
    public String headerValueCacheSpec() {
        return "maximumSize=0";
    }

    /// What fails is logged where it is answered. The library would tell the rest every ten
    /// seconds, one of them with its stack: clients that left.
    @Override
    public Long defaultUnloggedExceptionsReportIntervalMillis() {
        return 0L;
    }

    /// Nobody reads what the library measures by itself; each port would register measures of the
    /// same names in the registry of the whole process, which warns of the second one.
    @Override
    public MeterRegistry meterRegistry() {
        MeterRegistry nowhere = new CompositeMeterRegistry();
        nowhere.config().meterFilter(MeterFilter.deny());
        return nowhere;
    }
}
