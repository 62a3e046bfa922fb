import CCurl
import CLinux
import Glibc
import MatrixModel

/// One of the requests that are under way at once: a libcurl handle and a buffer that are used again and again.
final class LoadSlot {
    /// So much of a body is looked at; the rest is received and dropped.
    static let bodyLimit = 1 << 20

    let handle: CurlHandle
    private(set) var place = -1
    /// Whether the headers have come to their end: libcurl takes a connection that is closed amid them for a whole answer.
    private(set) var hasHead = false
    private var body: [UInt8] = []
    private let plan: LoadPlan

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

    /// From the beginning of the connection to the last byte.
    var microseconds: Int { Int(handle.offset(CURLINFO_TOTAL_TIME_T)) }

    var url: String { redactingCredentials(in: plan.urls[place]) }

    func contains(_ text: [UInt8]) -> Bool {
        wsgimatrix_contains(body, body.count, text, text.count) != 0
    }

    /// The beginning of the body, on one line.
    var excerpt: String {
        let text = String(decoding: body.prefix(160), as: UTF8.self)
        return text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    }

    private func configure(_ events: SocketEvents) {
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_NOPROXY, "*")
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_TIMEOUT_MS, max(1, Int(plan.timeout / .milliseconds(1))))
        handle.set(CURLOPT_USERAGENT, "wsgimatrix")
        // A request fits into one packet, so that there is nothing for Nagle's algorithm to hold back.
        handle.set(CURLOPT_TCP_NODELAY, 0)
        if !plan.keepAlive {
            handle.set(CURLOPT_FRESH_CONNECT, 1)
            handle.set(CURLOPT_FORBID_REUSE, 1)
            handle.setHeader("Connection: close")
        }
        wsgimatrix_curl_set_data_callback(handle.pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let data, let context else { return 0 }
            let slot = Unmanaged<LoadSlot>.fromOpaque(context).takeUnretainedValue()
            slot.receive(UnsafeRawBufferPointer(start: data, count: size * count))
            return size * count
        }
        wsgimatrix_curl_set_data_callback(handle.pointer, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            if size * count <= 2, let context {
                Unmanaged<LoadSlot>.fromOpaque(context).takeUnretainedValue().hasHead = true
            }
            return size * count
        }
        wsgimatrix_curl_set_pointer(handle.pointer, CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
        wsgimatrix_curl_set_pointer(handle.pointer, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
        wsgimatrix_curl_set_close_callback(handle.pointer) { context, socket in
            if let context { Unmanaged<SocketEvents>.fromOpaque(context).takeUnretainedValue().forget(socket) }
            return close(socket)
        }
        wsgimatrix_curl_set_pointer(
            handle.pointer, CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(events).toOpaque())
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) {
        body += bytes.prefix(Self.bodyLimit - body.count)
    }
}
