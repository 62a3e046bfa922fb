package import SystemPackage

/// How patient a download is.
package struct DownloadPolicy: Sendable, Equatable {
    /// For the name, the connection and the TLS handshake together.
    package var connectTimeout = Duration.seconds(15)
    /// A transfer that brings fewer bytes a second than this, for `stallTime` (whole seconds), is given up.
    package var stallBytesPerSecond = 1000
    package var stallTime = Duration.seconds(30)
    /// How often one address is tried before its error is final.
    package var attempts = 4
    /// The same for an address that does not answer at all within `connectTimeout`: another place may.
    package var connectAttempts = 2
    /// The pause before the second attempt; each later one doubles it, up to `longestPause`.
    package var firstPause = Duration.milliseconds(500)
    package var longestPause = Duration.seconds(8)
    /// The longest Retry-After that is waited for.
    package var longestRetryAfter = Duration.seconds(30)
    package var redirects = 10
    /// A file of certificates to trust in place of the system's.
    package var authorities: FilePath?

    package init() {}

    /// The defaults, with the certificate file that the environment names for curl or for OpenSSL.
    package init(environment: HostEnvironment) {
        authorities = (environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"]).map { FilePath($0) }
    }

    func attempts(after error: DownloadError) -> Int {
        if case .cannotConnect = error { min(attempts, connectAttempts) } else { attempts }
    }

    /// How long to wait before attempt number `attempt` (the first one is 1), when the server asked for `retryAfter`.
    package func pause(before attempt: Int, retryAfter: Duration?) -> Duration {
        let backOff = min(firstPause * (1 << min(max(attempt - 2, 0), 20)), longestPause)
        return max(backOff, min(retryAfter ?? .zero, longestRetryAfter))
    }
}
