/// Asks a server of this machine for a page: one small GET without redirects, proxies or retries.
package struct HTTPProbe: Sendable {
    /// Gets `url` within `timeout` (wall time, connecting included); any status is an answer.
    ///
    /// Throws `HTTPProbeError`, and `CancellationError` before it begins; bodies over 1 MiB are refused.
    package var get: @Sendable (_ url: String, _ timeout: Duration) async throws -> HTTPAnswer

    package init(get: @escaping @Sendable (String, Duration) async throws -> HTTPAnswer) { self.get = get }
}

/// What a server answered.
package struct HTTPAnswer: Sendable, Equatable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Why there was no answer.
package enum HTTPProbeError: Error, Equatable {
    /// libcurl's code and its own words.
    case failed(code: Int, reason: String)
}

extension HTTPProbeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .failed(_, let reason): reason
        }
    }
}
