import MatrixHost
import MatrixModel

/// Looks at a served cell from outside, while no request is under way.
struct CellObserver {
    let host: Host
    let workers: Workers
    /// What the MongoDB servers count; nil when there are none or they do not tell.
    let counts: @Sendable () async -> Sample.Server?

    /// `requests` and `seconds` since the measurement began.
    func sample(requests: Int, seconds: Double) async -> Sample {
        let processes = workers.processes().compactMap { process in
            host.processTable.usage(process.pid).map {
                Sample.Process(
                    pid: process.pid, descriptors: $0.descriptors, threads: $0.threads,
                    residentKilobytes: $0.residentKilobytes)
            }
        }
        return Sample(requests: requests, seconds: seconds, processes: processes, server: await counts())
    }
}
