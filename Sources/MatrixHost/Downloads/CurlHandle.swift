import CCurl

/// A libcurl easy handle with what its options point to.
final class CurlHandle {
    private static let pollMilliseconds: Int32 = 1000

    let pointer: UnsafeMutableRawPointer
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headers: UnsafeMutablePointer<curl_slist>?

    init?() {
        guard let pointer = curl_easy_init() else {
            message.deallocate()
            return nil
        }
        self.pointer = pointer
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        wsgimatrix_curl_set_pointer(pointer, CURLOPT_ERRORBUFFER, message)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
        message.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { wsgimatrix_curl_set_long(pointer, option, value) }

    func set(_ option: CURLoption, _ value: String) { wsgimatrix_curl_set_string(pointer, option, value) }

    func setHeader(_ line: String) {
        headers = curl_slist_append(headers, line)
        wsgimatrix_curl_set_pointer(pointer, CURLOPT_HTTPHEADER, headers)
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        wsgimatrix_curl_get_long(pointer, info, &value)
        return value
    }

    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        wsgimatrix_curl_get_offset(pointer, info, &value)
        return Int64(value)
    }

    /// A header of the last answer.
    func header(_ name: String) -> String? {
        var header: UnsafeMutablePointer<curl_header>?
        guard curl_easy_header(pointer, name, 0, UInt32(CURLH_HEADER), -1, &header) == CURLHE_OK, let header else {
            return nil
        }
        return String(cString: header.pointee.value)
    }

    /// What went wrong, in libcurl's words.
    func reason(_ code: CURLcode) -> String {
        let reason = String(cString: message)
        return redactingCredentials(in: reason.isEmpty ? String(cString: curl_easy_strerror(code)) : reason)
    }

    /// Transfers to the end; nil when cancelled. A multi handle carries it, because only that one can be woken.
    func run(_ cancellation: Cancellation) -> CURLcode? {
        guard let multi = curl_multi_init() else { return CURLE_OUT_OF_MEMORY }
        curl_multi_add_handle(multi, pointer)
        cancellation.attach(multi)
        defer {
            cancellation.detach()
            curl_multi_remove_handle(multi, pointer)
            curl_multi_cleanup(multi)
        }
        var running: Int32 = 1
        while true {
            if cancellation.isCancelled { return nil }
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
            if running == 0 { break }
            curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil)
        }
        var left: Int32 = 0
        return curl_multi_info_read(multi, &left)?.pointee.data.result ?? CURLE_OK
    }
}
