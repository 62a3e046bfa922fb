/// The machine, as the rest of wsgimatrix is allowed to use it.
///
/// One value is made at the top and passed by `init`. The file system is not part of it: whoever works with files is
/// given a root folder.
package struct Host: Sendable {
    package var processes: Processes
    package var processTable: ProcessTable
    package var downloads: Downloads
    package var archives: Archives
    package var http: HTTPProbe
    package var load: Load
    package var console: Console
    package var environment: HostEnvironment
    package var clock: any Clock<Duration>

    package init(
        processes: Processes, processTable: ProcessTable, downloads: Downloads, archives: Archives, http: HTTPProbe,
        load: Load, console: Console, environment: HostEnvironment, clock: any Clock<Duration>
    ) {
        self.processes = processes
        self.processTable = processTable
        self.downloads = downloads
        self.archives = archives
        self.http = http
        self.load = load
        self.console = console
        self.environment = environment
        self.clock = clock
    }

    /// This machine.
    package static func current() -> Host {
        let environment = HostEnvironment.current()
        let clock = ContinuousClock()
        return Host(
            processes: .live, processTable: .live,
            downloads: .live(clock: clock, policy: DownloadPolicy(environment: environment)),
            archives: .live(executable: environment.executable, processes: .live), http: .live,
            load: .live, console: .standard(environment: environment), environment: environment, clock: clock)
    }
}
