import CCurl
import Dispatch

extension HTTPProbe {
    /// Real requests through libcurl, off the cooperative pool because they block.
    package static let live = HTTPProbe { url, timeout in
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try blockingGet(url, timeout: timeout) })
            }
        }
    }
}

private func blockingGet(_ url: String, timeout: Duration) throws -> HTTPAnswer {
    guard let handle = curl_easy_init() else { throw HTTPProbeError.failed(code: 2, reason: "libcurl did not start") }
    defer { curl_easy_cleanup(handle) }
    let milliseconds = timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000
    _ = wsgimatrix_curl_set_string(handle, CURLOPT_URL, url)
    _ = wsgimatrix_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http")
    _ = wsgimatrix_curl_set_string(handle, CURLOPT_NOPROXY, "*")
    _ = wsgimatrix_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    _ = wsgimatrix_curl_set_long(handle, CURLOPT_TIMEOUT_MS, max(1, Int(milliseconds)))

    let body = Body()
    _ = wsgimatrix_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
    _ = wsgimatrix_curl_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { data, size, count, context in
        guard let data, let context else { return 0 }
        let body = Unmanaged<Body>.fromOpaque(context).takeUnretainedValue()
        return body.append(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
    }
    let code = withExtendedLifetime(body) { curl_easy_perform(handle) }
    guard code == CURLE_OK else {
        throw HTTPProbeError.failed(code: Int(code.rawValue), reason: String(cString: curl_easy_strerror(code)))
    }
    var status = 0
    _ = wsgimatrix_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return HTTPAnswer(status: status, body: body.bytes)
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
