import CCurl
import MatrixModel
import SystemPackage

/// One attempt at one address with a libcurl handle of its own.
struct CurlTransfer {
    let url: String
    var offset: Int64 = 0
    var accept: String?
    let policy: DownloadPolicy

    /// Transfers the body into `sink`. Blocks.
    ///
    /// Throws `DownloadError` when that is final, `TransferFailure` when it is not, or what `sink` throws.
    func perform(into sink: any BodySink, _ cancellation: Cancellation) throws {
        guard CurlLibrary.isReady, let handle = CurlHandle() else {
            throw DownloadError.failed(url: redactingCredentials(in: url), reason: "libcurl does not start")
        }
        let receiver = BodyReceiver(handle: handle, sink: sink, transfer: self)
        configure(handle, receiver)
        let code = withExtendedLifetime(receiver) { handle.run(cancellation) }
        if let failure = receiver.failure { throw failure }
        guard let code else { throw TransferFailure.cancelled }
        if code != CURLE_OK { throw CurlOutcome(transfer: self, handle: handle, sink: sink).failure(code) }
        try receiver.begin()
        try sink.end()
    }

    private func configure(_ handle: CurlHandle, _ receiver: BodyReceiver) {
        handle.set(CURLOPT_URL, url)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https,file")
        handle.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_FOLLOWLOCATION, 1)
        handle.set(CURLOPT_MAXREDIRS, policy.redirects)
        handle.set(CURLOPT_FAILONERROR, 1)
        handle.set(CURLOPT_USERAGENT, "wsgimatrix")
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(policy.connectTimeout / .milliseconds(1)))
        handle.set(CURLOPT_LOW_SPEED_LIMIT, policy.stallBytesPerSecond)
        handle.set(CURLOPT_LOW_SPEED_TIME, Int(policy.stallTime / .seconds(1)))
        handle.set(CURLOPT_NOSIGNAL, 1)
        // Else a name server that does not answer holds up the end of a cancelled transfer.
        handle.set(CURLOPT_QUICK_EXIT, 1)
        handle.set(CURLOPT_BUFFERSIZE, 256 << 10)
        if let authorities = policy.authorities { handle.set(CURLOPT_CAINFO, authorities.string) }
        if let accept { handle.setHeader("Accept: \(accept)") }
        // Not RESUME_FROM: with it libcurl fails on a server that answers with the whole file.
        if offset > 0 { handle.set(CURLOPT_RANGE, "\(offset)-") }
        receiver.install()
    }
}

enum CurlLibrary {
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
