import CCurl
import CLinux
import MatrixModel

/// Requests through libcurl's multi interface: for TLS, and for names that have to be looked up.
final class CurlTransport: LoadTransport {
    let events: SocketEvents
    private let multi: UnsafeMutableRawPointer
    private var idle: [CurlRequest]
    private var active: [UnsafeMutableRawPointer: CurlRequest] = [:]
    /// When libcurl wants to be called without an event.
    private var alarm: ContinuousClock.Instant?

    init(plan: LoadPlan, events: SocketEvents) throws {
        self.events = events
        idle = try (0..<max(1, plan.concurrency)).map { _ in try CurlRequest(plan: plan, events: events) }
        guard let multi = curl_multi_init() else { throw LoadError.broken("libcurl does not start") }
        self.multi = multi
        wsgimatrix_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, idle.count)
        installCallbacks()
    }

    deinit {
        abandon()
        // Closes the connections that were kept, through the handles' close callbacks.
        curl_multi_cleanup(multi)
    }

    func begin(_ place: Int) throws {
        guard let request = idle.popLast() else { return }
        request.prepare(place)
        active[request.handle.pointer] = request
        try check(curl_multi_add_handle(multi, request.handle.pointer))
    }

    func turn(_ ended: (LoadAnswer) -> Void) throws {
        try act()
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            let code = message.pointee.data.result
            guard let pointer = message.pointee.easy_handle, let request = active.removeValue(forKey: pointer) else {
                continue
            }
            curl_multi_remove_handle(multi, pointer)
            idle.append(request)
            ended(request.answer(code))
        }
    }

    func abandon() {
        for (pointer, request) in active {
            curl_multi_remove_handle(multi, pointer)
            idle.append(request)
        }
        active = [:]
    }

    /// Lets libcurl do what is due, or waits until something is.
    private func act() throws {
        var milliseconds = -1
        if let alarm {
            let left = alarm - ContinuousClock.now
            if left <= .zero {
                self.alarm = nil
                return try act(on: CURL_SOCKET_BAD, 0)
            }
            // Rounded up: a turn that comes too early would come again and again.
            milliseconds = Int((left / .milliseconds(1)).rounded(.up))
        }
        try events.wait(milliseconds: milliseconds) { socket, ready in
            var mask: Int32 = 0
            if ready.readable != 0 { mask |= CURL_CSELECT_IN }
            if ready.writable != 0 { mask |= CURL_CSELECT_OUT }
            if ready.failed != 0 { mask |= CURL_CSELECT_ERR }
            // A descriptor that is not libcurl's is none of its business, and it says so by doing nothing.
            try act(on: socket, mask)
        }
    }

    private func act(on socket: curl_socket_t, _ mask: Int32) throws {
        var running: Int32 = 0
        try check(curl_multi_socket_action(multi, socket, mask, &running))
    }

    private func installCallbacks() {
        wsgimatrix_curl_multi_set_callbacks(
            multi,
            { _, socket, what, context, _ in
                guard let context else { return 0 }
                let transport = Unmanaged<CurlTransport>.fromOpaque(context).takeUnretainedValue()
                let reads = what == CURL_POLL_IN || what == CURL_POLL_INOUT
                let writes = what == CURL_POLL_OUT || what == CURL_POLL_INOUT
                transport.events.want(.init(reads: reads, writes: writes), on: socket)
                return 0
            },
            { _, milliseconds, context in
                guard let context else { return 0 }
                let transport = Unmanaged<CurlTransport>.fromOpaque(context).takeUnretainedValue()
                transport.alarm = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func check(_ code: CURLMcode) throws {
        if code != CURLM_OK { throw LoadError.broken(String(cString: curl_multi_strerror(code))) }
    }
}
