import CCurl
import Glibc
import MatrixModel

/// One of the requests that are under way at once: a libcurl handle and a buffer that are used again and again.
final class CurlRequest {
    let handle: CurlHandle
    private let plan: LoadPlan
    private var place = -1
    /// Whether the headers have come to their end: libcurl takes a connection that is closed amid them for a whole answer.
    private var hasHead = false
    private var body: [UInt8] = []

    init(plan: LoadPlan, events: SocketEvents) throws(LoadError) {
        guard CurlLibrary.isReady, let handle = CurlHandle() else { throw .broken("libcurl does not start") }
        self.handle = handle
        self.plan = plan
        configure(events)
    }

    /// Gets ready for a request to the URL at `place`.
    func prepare(_ place: Int) {
        body.removeAll(keepingCapacity: true)
        hasHead = false
        if place != self.place { handle.set(CURLOPT_URL, plan.urls[place]) }
        self.place = place
    }

    func answer(_ code: CURLcode) -> LoadAnswer {
        let status = handle.number(CURLINFO_RESPONSE_CODE)
        let microseconds = Int(handle.offset(CURLINFO_TOTAL_TIME_T))
        return LoadAnswer(
            place: place, microseconds: microseconds, status: status, failure: failure(code, status), body: body)
    }

    private func failure(_ code: CURLcode, _ status: Int) -> LoadAnswer.Failure? {
        switch code {
        case CURLE_OK where hasHead: return nil
        case CURLE_OK: return .init(kind: .truncated, reason: "the connection was closed amid the headers")
        case CURLE_OPERATION_TIMEDOUT: return .init(kind: .timeout, reason: handle.reason(code))
        case CURLE_PARTIAL_FILE: return .init(kind: .truncated, reason: handle.reason(code))
        case CURLE_GOT_NOTHING: return .init(kind: .reset, reason: handle.reason(code))
        // Once there is a status, what is missing is the rest of an answer.
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            return .init(kind: status == 0 ? .reset : .truncated, reason: handle.reason(code))
        case CURLE_COULDNT_CONNECT:
            let errno = Int32(clamping: handle.number(CURLINFO_OS_ERRNO))
            return .init(kind: LoadFailure(connecting: errno), reason: handle.reason(code))
        default: return .init(kind: .other, reason: handle.reason(code))
        }
    }

    private func configure(_ events: SocketEvents) {
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_NOPROXY, "*")
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_TIMEOUT_MS, max(1, Int(plan.timeout / .milliseconds(1))))
        handle.set(CURLOPT_USERAGENT, "wsgimatrix")
        if !plan.keepAlive {
            handle.set(CURLOPT_FRESH_CONNECT, 1)
            handle.set(CURLOPT_FORBID_REUSE, 1)
            handle.setHeader("Connection: close")
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        wsgimatrix_curl_set_data_callback(handle.pointer, CURLOPT_HEADERFUNCTION) { _, size, count, context in
            if size * count <= 2, let context {
                Unmanaged<CurlRequest>.fromOpaque(context).takeUnretainedValue().hasHead = true
            }
            return size * count
        }
        wsgimatrix_curl_set_pointer(handle.pointer, CURLOPT_HEADERDATA, context)
        wsgimatrix_curl_set_data_callback(handle.pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let data, let context else { return 0 }
            let request = Unmanaged<CurlRequest>.fromOpaque(context).takeUnretainedValue()
            request.receive(UnsafeRawBufferPointer(start: data, count: size * count))
            return size * count
        }
        wsgimatrix_curl_set_pointer(handle.pointer, CURLOPT_WRITEDATA, context)
        wsgimatrix_curl_set_close_callback(handle.pointer) { context, socket in
            if let context { Unmanaged<SocketEvents>.fromOpaque(context).takeUnretainedValue().forget(socket) }
            return close(socket)
        }
        wsgimatrix_curl_set_pointer(
            handle.pointer, CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(events).toOpaque())
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) { body += bytes.prefix(LoadAnswer.bodyLimit - body.count) }
}

extension LoadFailure {
    /// What it is called when there is no connection.
    init(connecting errno: Int32) {
        self =
            switch errno {
            case ECONNREFUSED: .refused
            case ECONNRESET: .reset
            case ETIMEDOUT: .timeout
            default: .other
            }
    }
}
