extension Clock where Duration == Swift.Duration {
    /// Asks again and again until there is an answer; nil when `limit` has passed without one.
    package func poll<Answer: Sendable>(
        every interval: Duration = .milliseconds(50), within limit: Duration, _ ask: () async throws -> Answer?
    ) async throws -> Answer? {
        let deadline = now.advanced(by: limit)
        while true {
            if let answer = try await ask() { return answer }
            guard now < deadline else { return nil }
            try await sleep(until: now.advanced(by: interval), tolerance: nil)
        }
    }
}
