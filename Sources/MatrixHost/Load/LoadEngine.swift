import CCurl
import CLinux
import MatrixModel

/// A closed loop over libcurl's multi interface: as many requests under way as the plan says, each answer followed by the
/// next request. Used by one thread at a time.
final class LoadEngine {
    private let plan: LoadPlan
    private let judge: LoadJudge
    private let multi: UnsafeMutableRawPointer
    private let events: SocketEvents
    private var idle: [LoadSlot]
    private var active: [UnsafeMutableRawPointer: LoadSlot] = [:]
    private var choice: SplitMix64
    /// When libcurl wants to be called without an event.
    private var alarm: ContinuousClock.Instant?

    init(plan: LoadPlan) throws {
        self.plan = plan
        judge = LoadJudge(plan.expectation)
        choice = SplitMix64(seed: plan.seed)
        let events = try SocketEvents()
        self.events = events
        idle = try (0..<max(1, plan.concurrency)).map { _ in try LoadSlot(plan: plan, events: events) }
        guard let multi = curl_multi_init() else { throw LoadError.broken("libcurl does not start") }
        self.multi = multi
        install()
    }

    deinit {
        abandon()
        // Closes the connections that were kept, through the handles' close callbacks.
        curl_multi_cleanup(multi)
    }

    /// Sends so many requests. Blocks until they are answered, one fails that may not, or it is interrupted.
    func send(
        _ requests: Int, interruption: LoadInterruption, onProgress: (LoadProgress) -> Void
    ) throws -> LoadTally {
        let start = ContinuousClock.now
        var tally = LoadTally(urls: plan.urls.count)
        var lastReport = start
        events.want(.init(reads: true), on: interruption.descriptor)
        defer {
            abandon()
            events.remove(interruption.descriptor)
        }
        while tally.answered < requests, !interruption.isRequested {
            if tally.failures > 0 && !plan.continueOnError { break }
            while tally.sent < requests, let slot = idle.popLast() {
                try begin(slot)
                tally.begin()
            }
            try turn(interruption)
            collect(&tally)
            let now = ContinuousClock.now
            if now - lastReport > .milliseconds(200) {
                lastReport = now
                onProgress(LoadProgress(answered: tally.answered, failures: tally.failures, requests: requests))
            }
        }
        tally.duration = ContinuousClock.now - start
        tally.isComplete = tally.answered >= requests
        return tally
    }

    private func begin(_ slot: LoadSlot) throws {
        slot.prepare(choice.nextIndex(below: plan.urls.count))
        try check(curl_multi_add_handle(multi, slot.handle.pointer))
        active[slot.handle.pointer] = slot
    }

    /// Lets libcurl do what is due, or waits until something is.
    private func turn(_ interruption: LoadInterruption) throws {
        var milliseconds = -1
        if let alarm {
            let left = alarm - ContinuousClock.now
            if left <= .zero { return try act(CURL_SOCKET_BAD, 0) }
            // Rounded up: a turn that comes too early would come again and again.
            milliseconds = Int((left / .milliseconds(1)).rounded(.up))
        }
        try events.wait(milliseconds: milliseconds) { socket, ready in
            if socket == interruption.descriptor { return }
            var mask: Int32 = 0
            if ready.readable != 0 { mask |= CURL_CSELECT_IN }
            if ready.writable != 0 { mask |= CURL_CSELECT_OUT }
            if ready.failed != 0 { mask |= CURL_CSELECT_ERR }
            try act(socket, mask)
        }
    }

    private func act(_ socket: curl_socket_t, _ mask: Int32) throws {
        if socket == CURL_SOCKET_BAD { alarm = nil }
        var running: Int32 = 0
        try check(curl_multi_socket_action(multi, socket, mask, &running))
    }

    private func collect(_ tally: inout LoadTally) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            let code = message.pointee.data.result
            guard let pointer = message.pointee.easy_handle, let slot = active.removeValue(forKey: pointer) else {
                continue
            }
            curl_multi_remove_handle(multi, pointer)
            idle.append(slot)
            if code == CURLE_OK { tally.record(microseconds: slot.microseconds) }
            if let failure = judge.failure(of: slot, code) {
                tally.fail(failure.kind, failure.words)
            } else {
                tally.succeed(url: slot.place)
            }
        }
    }

    /// Ends what is under way, unanswered.
    private func abandon() {
        for (pointer, slot) in active {
            curl_multi_remove_handle(multi, pointer)
            idle.append(slot)
        }
        active = [:]
    }

    private func install() {
        wsgimatrix_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(1, plan.concurrency))
        wsgimatrix_curl_multi_set_callbacks(
            multi,
            { _, socket, what, context, _ in
                guard let context else { return 0 }
                let engine = Unmanaged<LoadEngine>.fromOpaque(context).takeUnretainedValue()
                let reads = what == CURL_POLL_IN || what == CURL_POLL_INOUT
                let writes = what == CURL_POLL_OUT || what == CURL_POLL_INOUT
                engine.events.want(.init(reads: reads, writes: writes), on: socket)
                return 0
            },
            { _, milliseconds, context in
                guard let context else { return 0 }
                let engine = Unmanaged<LoadEngine>.fromOpaque(context).takeUnretainedValue()
                engine.alarm = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func check(_ code: CURLMcode) throws {
        if code != CURLM_OK { throw LoadError.broken(String(cString: curl_multi_strerror(code))) }
    }
}
