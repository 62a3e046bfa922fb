/// What was seen at one moment of a measurement, while no request was under way.
package struct Sample: Sendable, Equatable, Codable {
    /// Requests answered since the measurement began.
    package var requests: Int
    /// Since the measurement began.
    package var seconds: Double
    /// Every process that runs the application, in the order of their numbers.
    package var processes: [Process]
    /// What the MongoDB server counts; nil when there is none, or when it does not tell.
    package var server: Server?

    package init(requests: Int, seconds: Double, processes: [Process], server: Server?) {
        self.requests = requests
        self.seconds = seconds
        self.processes = processes
        self.server = server
    }

    package struct Process: Sendable, Equatable, Codable {
        package var pid: Int32
        package var descriptors: Int
        package var threads: Int
        /// VmRSS in units of 1,024 bytes, as `/proc/PID/status` has it.
        package var residentKilobytes: Int

        package init(pid: Int32, descriptors: Int, threads: Int, residentKilobytes: Int) {
            self.pid = pid
            self.descriptors = descriptors
            self.threads = threads
            self.residentKilobytes = residentKilobytes
        }
    }

    /// Over all members of a set.
    package struct Server: Sendable, Equatable, Codable {
        package var currentConnections: Int
        /// Connections accepted since the servers started.
        package var totalConnections: Int
        package var openCursors: Int

        package init(currentConnections: Int, totalConnections: Int, openCursors: Int) {
            self.currentConnections = currentConnections
            self.totalConnections = totalConnections
            self.openCursors = openCursors
        }
    }
}
