#!/usr/bin/perl
# A wire between two network namespaces that loses, delays and reorders packets, for kernels whose
# traffic control cannot (sch_netem). Both ends are TUN devices; this process is the wire. It says
# "ready" when packets pass, and ends with its standard input.
#
# lossy-link.pl OUTER INNER LOSS DELAY_MS JITTER_MS REORDER SEED
use strict;
use warnings;
use Fcntl;
use IO::Handle;
use Time::HiRes qw(time);

use constant { TUNSETIFF => 0x400454ca, IFF_TUN => 1, IFF_NO_PI => 0x1000, MOST_WAITING => 4000 };

my ($outer, $inner, $loss, $delay, $jitter, $reorder, $seed) = @ARGV;
srand $seed;

sub device {
    my ($name) = @_;
    sysopen(my $handle, '/dev/net/tun', O_RDWR | O_NONBLOCK) or die "/dev/net/tun: $!\n";
    my $request = pack 'a16 s x22', $name, IFF_TUN | IFF_NO_PI;
    ioctl($handle, TUNSETIFF, $request) or die "TUNSETIFF $name: $!\n";
    return $handle;
}

my @ends = (device($outer), device($inner));
# For each end, what is to come out of it: [when, packet], the first one first.
my @waiting = ([], []);

STDOUT->autoflush(1);
print "ready\n";

sub take {
    my ($from) = @_;
    my $to = $waiting[ 1 - $from ];
    while (sysread $ends[$from], my $packet, 65536) {
        next if rand() < $loss || @$to >= MOST_WAITING;
        my $late = rand() < $reorder ? 0 : $delay + (2 * rand() - 1) * $jitter;
        my $due = time + $late / 1000;
        my $at = @$to;
        $at-- while $at > 0 && $to->[ $at - 1 ][0] > $due;
        splice @$to, $at, 0, [ $due, $packet ];
    }
}

sub give {
    my ($end) = @_;
    my $queue = $waiting[$end];
    my $now = time;
    while (@$queue && $queue->[0][0] <= $now) {
        # A full device loses the packet, as any other does.
        syswrite $ends[$end], (shift @$queue)->[1];
    }
}

while (1) {
    my $bits = '';
    vec($bits, fileno($_), 1) = 1 for @ends, \*STDIN;
    my ($next) = sort { $a <=> $b } map { $_->[0][0] } grep { @$_ } @waiting;
    my $pause = defined $next ? $next - time : undef;
    $pause = 0 if defined $pause && $pause < 0;
    select $bits, undef, undef, $pause;
    exit 0 if vec($bits, fileno(STDIN), 1) && !sysread STDIN, my $ignored, 1;
    take(0);
    take(1);
    give(0);
    give(1);
}
