import CCurl
import MatrixModel

/// Takes the bytes that libcurl hands over and carries a sink's error across C, which cannot throw.
final class BodyReceiver {
    private(set) var failure: (any Error)?
    private let handle: CurlHandle
    private let sink: any BodySink
    private let transfer: CurlTransfer
    private var hasBegun = false

    init(handle: CurlHandle, sink: any BodySink, transfer: CurlTransfer) {
        self.handle = handle
        self.sink = sink
        self.transfer = transfer
    }

    /// Sets the handle to call this object, which the caller keeps alive until the transfer is over.
    func install() {
        wsgimatrix_curl_set_data_callback(handle.pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let data, let context else { return 0 }
            let receiver = Unmanaged<BodyReceiver>.fromOpaque(context).takeUnretainedValue()
            let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
            // Anything but the count makes libcurl give up.
            return receiver.receive(bytes) ? bytes.count : 0
        }
        wsgimatrix_curl_set_pointer(handle.pointer, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Tells the sink about the answer, once.
    func begin() throws {
        if hasBegun { return }
        hasBegun = true
        let status = handle.number(CURLINFO_RESPONSE_CODE)
        // 0 is a `file:` address, where libcurl itself keeps to the range.
        let isResumed = transfer.offset > 0 && status != 200
        guard status == 0 || status == 200 || (status == 206 && isResumed) else {
            throw DownloadError.status(url: redactingCredentials(in: transfer.url), status)
        }
        if status == 206, handle.header("Content-Range").flatMap(ContentRange.init)?.start != transfer.offset {
            throw TransferFailure.cannotResume(total: nil)
        }
        let length = handle.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
        try sink.begin(ResponseHead(isResumed: isResumed, contentLength: length < 0 ? nil : length))
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do {
            try begin()
            try sink.append(bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }
}
