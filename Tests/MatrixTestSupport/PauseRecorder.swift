/// A clock on which a pause takes no time and is written down.
package struct PauseRecorder: Clock {
    package typealias Instant = ContinuousClock.Instant

    private let recorder = Recorder<Duration>()

    package init() {}

    package var pauses: [Duration] { recorder.elements }

    package var now: Instant { ContinuousClock.now }
    package var minimumResolution: Duration { .zero }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        // Asked for as a length of time a moment ago: back to the tenth of a second it was.
        let seconds = ((deadline - now) / .milliseconds(100)).rounded(.up) / 10
        recorder.append(.seconds(seconds))
    }
}
