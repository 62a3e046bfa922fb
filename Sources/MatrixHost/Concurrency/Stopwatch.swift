/// How much time has passed on a clock since this value was made.
package struct Stopwatch: Sendable {
    private let read: @Sendable () -> Duration

    package init(_ clock: any Clock<Duration>) { read = Self.started(clock) }

    package var elapsed: Duration { read() }
    package var seconds: Double { read() / .seconds(1) }

    private static func started<C: Clock>(_ clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
