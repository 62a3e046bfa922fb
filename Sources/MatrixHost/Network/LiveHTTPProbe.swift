import CCurl

extension HTTPProbe {
    /// Real requests through libcurl, on threads of their own because they block.
    package static let live = HTTPProbe { url, timeout in
        try Task.checkCancellation()
        return try await onOwnThread { try blockingGet(url, timeout: timeout) }
    }
}

private func blockingGet(_ url: String, timeout: Duration) throws -> HTTPAnswer {
    guard let handle = CurlHandle() else { throw HTTPProbeError.failed(code: 2, reason: "libcurl did not start") }
    let milliseconds = timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000
    handle.set(CURLOPT_URL, url)
    handle.set(CURLOPT_PROTOCOLS_STR, "http")
    handle.set(CURLOPT_NOPROXY, "*")
    handle.set(CURLOPT_NOSIGNAL, 1)
    handle.set(CURLOPT_TIMEOUT_MS, max(1, Int(milliseconds)))

    let body = Body()
    _ = wsgimatrix_curl_set_pointer(handle.pointer, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
    _ = wsgimatrix_curl_set_data_callback(handle.pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
        guard let data, let context else { return 0 }
        let body = Unmanaged<Body>.fromOpaque(context).takeUnretainedValue()
        return body.append(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
    }
    let code = withExtendedLifetime(body) { curl_easy_perform(handle.pointer) }
    guard code == CURLE_OK else {
        throw HTTPProbeError.failed(code: Int(code.rawValue), reason: handle.reason(code))
    }
    return HTTPAnswer(status: handle.number(CURLINFO_RESPONSE_CODE), body: body.bytes)
}

/// Used by one transfer on one thread.
private final class Body {
    private(set) var bytes: [UInt8] = []

    func append(_ more: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + more.count <= 1 << 20 else { return false }
        bytes += more
        return true
    }
}
